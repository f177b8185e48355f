// @ts-check
import { Entries } from "../../../ui/history/entries.js";
import { equal, test } from "./testing.js";

/**
 * Answers from a history of `total` runs, in pages as large as they are asked for. Gives back what was asked.
 *
 * @param {number} total
 */
function historyOf(total) {
  /** @type {URLSearchParams[]} */
  const asked = [];
  globalThis.fetch = async (address) => {
    const query = new URL(String(address)).searchParams;
    asked.push(query);
    const first = Number(query.get("after") ?? 0);
    const last = Math.min(total, first + Number(query.get("limit")));
    const runs = Array.from({ length: last - first }, (_, place) => ({ key: String(first + place) }));
    return Response.json({ runs, after: last < total ? String(last) : null, total: first ? null : total });
  };
  return asked;
}

test("runs are fetched as far as they are looked at, by several who look with one question", async () => {
  const asked = historyOf(500);
  const entries = new Entries();
  await Promise.all([entries.reach(0), entries.reach(150)]);
  equal([entries.runs.length, entries.total, asked.length], [200, 500, 1]);
});

test("a far leap takes a large page", async () => {
  const asked = historyOf(5000);
  const entries = new Entries();
  await entries.reach(900);
  equal([entries.runs.length, asked.map((query) => query.get("limit"))], [901, ["901"]]);
});

test("at the end of the history nothing more is asked for", async () => {
  const asked = historyOf(3);
  const entries = new Entries();
  await entries.reach(10);
  await entries.reach(10);
  equal([entries.runs.length, asked.length], [3, 1]);
});

test("what one press painted is one entry, unless something is looked for", async () => {
  const asked = historyOf(3);
  const entries = new Entries();
  await entries.reach(0);
  entries.clear();
  entries.filter = { text: "cat", model: "" };
  await entries.reach(0);
  equal(
    asked.map((query) => [query.get("grouped"), query.get("text"), query.has("model")]),
    [
      ["1", null, false],
      [null, "cat", false],
    ],
  );
});

test("a page of an earlier filter is not mixed into the runs of the next", async () => {
  historyOf(3);
  const entries = new Entries();
  const late = entries.reach(0);
  entries.clear();
  await Promise.all([late, entries.reach(0)]);
  equal(
    entries.runs.map(({ key }) => key),
    ["0", "1", "2"],
  );
});

test("runs that were deleted are gone, and counted no more", async () => {
  historyOf(3);
  const entries = new Entries();
  await entries.reach(2);
  entries.remove(["1", "elsewhere"]);
  equal([entries.runs.map(({ key }) => key), entries.total], [["0", "2"], 2]);
});
