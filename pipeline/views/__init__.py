"""What can be seen of a step, one view a file. Importing this loads no torch.

To add one: a file with its `View`, and a row here. The address of its frames, the capsule of a saved run and the
stage's buttons follow the table.
"""

from __future__ import annotations

from pipeline.views.denoised import DENOISED
from pipeline.views.noise import NOISE
from pipeline.views.noisy import NOISY
from pipeline.views.view import View

# By key, in the order of the buttons. What a painting is previewed in comes first.
VIEWS: dict[str, View] = {view.key: view for view in (DENOISED, NOISY, NOISE)}
