// @ts-check
import { Frames, tile } from "../../../ui/stage/frames.js";
import { equal, picture, pixel, test } from "./testing.js";

/**
 * Has every fetch answered from here. Gives back the addresses that were asked for, without their origin.
 *
 * @param {(address: string, turn: number) => Response | Promise<Response>} answer
 */
function answering(answer) {
  /** @type {string[]} */
  const addresses = [];
  globalThis.fetch = async (address) => {
    addresses.push(String(address).replace(document.baseURI, ""));
    return answer(String(address), addresses.length);
  };
  return addresses;
}

async function png(colour = "red") {
  const canvas = new OffscreenCanvas(4, 4);
  canvas.getContext("2d")?.drawImage(picture(4, 4, colour), 0, 0);
  return new Response(await canvas.convertToBlob());
}

test("a file of a run has the job in its address, whatever is in its name", () => {
  const address = new Frames("a/b?", {}).file("x0/3.jpg", 2);
  equal(address, new URL("frames/a%2Fb%3F/x0/3.jpg?image=2", document.baseURI).href);
});

test("a picture is fetched once, however often it is looked at", async () => {
  const addresses = answering(() => png());
  const frames = new Frames("job");
  const [first, again] = await Promise.all([frames.load("x0", 0), frames.load("x0", 0)]);
  equal([first === again, first?.width, addresses], [true, 4, ["frames/job/x0/0.jpg"]]);
});

test("a picture that is not there yet is asked for again", async () => {
  const addresses = answering((_, turn) => (turn === 1 ? new Response("", { status: 404 }) : png()));
  equal([(await new Frames("job").load("x0", 0))?.width, addresses.length], [4, 2]);
});

test("a picture that will never be there is none", async () => {
  const addresses = answering(() => new Response("", { status: 403 }));
  equal([await new Frames("job").load("x0", 0), addresses.length], [null, 1]);
});

test("what is no picture is none", async () => {
  answering(() => new Response("words"));
  equal(await new Frames("job").load("x0", 0), null);
});

test("of several pictures all are seen together at first, and one by itself once it is chosen", async () => {
  const addresses = answering(() => png());
  const frames = new Frames("job", { count: 2 });
  equal((await frames.load("x0", 0))?.width, 9);
  frames.chosen = 1;
  equal((await frames.load("x0", 0))?.width, 4);
  equal(addresses, ["frames/job/x0/0.jpg", "frames/job/x0/0.jpg?image=1", "frames/job/x0/0.jpg?image=1"]);
});

test("after a run its steps are fetched anew under other addresses, and are what is looked at", async () => {
  const addresses = answering((address) => png(address.includes("edition") ? "lime" : "red"));
  const frames = new Frames("job");
  await frames.load("x0", 0);
  equal((await frames.upgrade("x0", 2)).length, 2);
  const fresh = await frames.load("x0", 0);
  equal(fresh && pixel(fresh, 1, 1), [0, 255, 0, 255]);
  equal(addresses, ["frames/job/x0/0.jpg", "frames/job/x0/0.jpg?edition=1", "frames/job/x0/1.jpg?edition=1"]);
});

test("pictures are joined in rows as long as there are rows", () => {
  const sizes = [1, 2, 3, 4, 5].map((count) => {
    const sheet = tile(Array.from({ length: count }, () => picture(64, 32)));
    return [sheet?.width, sheet?.height];
  });
  equal(sizes, [
    [64, 32],
    [129, 32],
    [129, 65],
    [129, 65],
    [194, 65],
  ]);
});

test("a picture that is missing leaves its place free, and of none there is no sheet", () => {
  const sheet = tile([null, picture(8, 8)]);
  equal(
    [sheet && pixel(sheet, 2, 2), sheet && pixel(sheet, 12, 2)],
    [
      [0, 0, 0, 0],
      [255, 0, 0, 255],
    ],
  );
  equal(tile([null, null]), null);
});
