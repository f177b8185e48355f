// @ts-check
import { readableBytes } from "../../../ui/gradio_kit/bytes.js";
import { equal, test } from "./testing.js";

test("bytes are told as people read them", () => {
  equal([1, 1500, 2_340_000, 5_120_000_000].map(readableBytes), ["1 KB", "2 KB", "2.3 MB", "5.12 GB"]);
});
