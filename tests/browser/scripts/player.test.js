// @ts-check
import { MAX_LAG_MS, PACE_MS, Player, pause_ms } from "../../../ui/stage/player.js";
import { equal, pause, picture, test, until } from "./testing.js";

/** A player whose steps load after `delays` ms each, and what it has done so far. */
function watchedPlayer(delays = [0]) {
  /** @type {number[]} */
  const loaded = [];
  /** @type {(number | string)[]} */
  const shown = [];
  const player = new Player({
    load: async (index) => {
      loaded.push(index);
      await pause(delays[index % delays.length]);
      return picture(1, 1);
    },
    show: (index, _, how) => shown.push(how?.behind ? `${index} behind` : index),
    drained: () => shown.push("drained"),
  });
  return { player, loaded, shown };
}

test("a step waits 60 ms for its turn", () => {
  equal([pause_ms(0, false), pause_ms(1, false)], [PACE_MS, PACE_MS]);
});

test("many steps that wait are shown within a second", () => {
  equal(pause_ms(50, false) * 50, MAX_LAG_MS);
});

test("the steps of a run that is done wait for nothing", () => {
  equal(pause_ms(50, true), 0);
});

test("steps are shown each once and in order, though they load in another", async () => {
  const { player, shown } = watchedPlayer([60, 0, 30]);
  player.feed(3);
  await until(() => shown.length === 3);
  equal(shown, [0, 1, 2]);
});

test("all steps that are there are loaded at once", () => {
  const { player, loaded } = watchedPlayer();
  player.feed(2);
  equal(loaded.slice(0, 2), [0, 1]);
});

test("a number of steps that was there before changes nothing", () => {
  const { player } = watchedPlayer();
  player.feed(3);
  player.feed(2);
  equal(player.loaded, 3);
});

test("a run that is done is drained once, behind its last step", async () => {
  const { player, shown } = watchedPlayer();
  player.feed(3);
  player.finish();
  await until(() => shown.includes("drained"));
  player.finish();
  await pause(50);
  equal(shown, [0, 1, 2, "drained"]);
});

test("a run without steps is drained at once", () => {
  const { player, shown } = watchedPlayer();
  player.finish();
  equal(shown, ["drained"]);
});

test("a player that was frozen shows nothing more and is never drained", async () => {
  const { player, shown } = watchedPlayer([30]);
  player.feed(3);
  player.freeze();
  player.finish();
  player.feed(5);
  await pause(300);
  equal(shown, []);
});

test("live, only the newest step is shown, and those before it fill the strip alone", async () => {
  const { player, shown } = watchedPlayer();
  player.live = true;
  player.feed(3);
  await until(() => shown.length === 3);
  equal(shown, ["0 behind", "1 behind", 2]);
});
