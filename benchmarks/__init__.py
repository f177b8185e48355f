"""Speed as ratios: what is compared runs side by side in one process, in shuffled rounds. `make bench` runs it all."""
