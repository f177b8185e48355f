// @ts-check
import * as current from "../../../ui/stage/current.js";
import { equal, test } from "./testing.js";

const IDLE = current.currentRun();

test("before there is a stage nothing is on it, stops or moves", () => {
  equal(current.currentRun().job, "");
  equal([current.stop(), current.painted(), current.walk("ArrowLeft")], ["", null, false]);
  equal(current.fileName("film"), "emerge-film");
});

test("a tab knows its job again after a reload", () => {
  const before = current.tabJob();
  current.setTabJob("a");
  equal([before, current.tabJob()], ["", "a"]);
});

test("who follows the stage hears what is on it, and of every change of that", () => {
  /** @type {string[]} */
  const heard = [];
  current.followRun(({ job, state }) => heard.push(`${job} ${state}`));
  current.setCurrentRun({ ...IDLE, job: "a", state: "running" });
  current.setCurrentRun({ ...IDLE, job: "a", state: "running" });
  current.setCurrentRun({ ...IDLE, job: "a", state: "done" });
  equal(heard, [" idle", "a running", "a done"]);
});

test("one that fails at what it hears keeps nobody else from it", () => {
  window.addEventListener("error", (event) => event.preventDefault());
  let heard = 0;
  current.followRun(({ job }) => {
    if (job) throw new Error("as a test");
  });
  current.followRun(() => (heard += 1));
  current.setCurrentRun({ ...IDLE, job: "a" });
  equal([heard, current.currentRun().job], [2, "a"]);
});
