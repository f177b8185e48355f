// @ts-check
import { layOut, movedCentre } from "../../../ui/photo/crop.js";
import { equal, test } from "./testing.js";

const WIDE = { naturalWidth: 400, naturalHeight: 200 };
const MIDDLE = { x: 0.5, y: 0.5 };

test("a photo that is cropped fills the frame, and what is too much of it lies outside", () => {
  const { w, h, photoW, photoH, left, top } = layOut({ width: 256, height: 256, fit: "Crop" }, WIDE, MIDDLE);
  equal([w, h, photoW, photoH, left, top], [512, 512, 1024, 512, -256, 0]);
});

test("a photo that is padded lies whole in the frame, with room around", () => {
  const { photoW, photoH, left, top } = layOut({ width: 256, height: 256, fit: "Pad" }, WIDE, MIDDLE);
  equal([photoW, photoH, left, top], [512, 256, 0, 128]);
});

test("a frame that fits the photo is filled by it, whatever its sides were rounded to", () => {
  const { w, h, photoW, photoH } = layOut({ width: 512, height: 264, fit: "Fit" }, WIDE, MIDDLE);
  equal([photoW, photoH], [w, h]);
});

test("a photo is moved where there is more of it than the frame shows, and to its edge at most", () => {
  const layout = layOut({ width: 256, height: 256 }, WIDE, MIDDLE);
  equal(movedCentre(MIDDLE, layout, 0.25, 0.25), { x: 0.25, y: 0.5 });
  equal(movedCentre(MIDDLE, layout, -3, 0), { x: 1, y: 0.5 });
});
