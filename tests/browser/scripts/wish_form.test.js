// @ts-check
import { within } from "../../../ui/finish/lettering.js";
import { WishForm } from "../../../ui/finish/wish_form.js";
import { element, equal, test } from "./testing.js";

const MARKUP = `<form>
  <label><input type="range" name="contrast" min="-100" max="100" value="0"><output></output></label>
  <label><input type="range" name="x" min="0" max="1" step="0.01" value="0.5"><output></output></label>
  <label><input type="range" name="num_colours" min="1" max="12" value="1"><output></output></label>
  <input type="checkbox" name="cut_out" value="1">
  <input type="radio" name="font" value="sans" checked><input type="radio" name="font" value="serif">
  <textarea name="text"></textarea>
  <select name="kind"><option value="png"></option><option value="jpeg"></option></select>
  <input type="radio" name="ground" value="checks" checked><input type="radio" name="ground" value="dark">
  <button type="button"></button>
</form>`;

const wishForm = () => new WishForm(/** @type {HTMLFormElement} */ (element(MARKUP)));

test("a form as it was at first wishes for nothing", () => {
  equal(wishForm().wishes(), {});
});

test("what was changed is wished for, but not what changes nothing about the picture", () => {
  const form = wishForm();
  for (const [name, value] of Object.entries({ contrast: "30", font: "serif", kind: "jpeg", ground: "dark" })) {
    form.setValue(name, value);
  }
  form.checkbox("cut_out").checked = true;
  equal(form.wishes(), { contrast: "30", cut_out: "1", font: "serif" });
});

test("wishes that are put into the form are what it wishes, and all else is as it was at first", () => {
  const form = wishForm();
  form.setValue("contrast", "30");
  form.setValue("ground", "dark");
  form.put({ text: "MAU", font: "serif", cut_out: "1" });
  equal(form.wishes(), { cut_out: "1", font: "serif", text: "MAU" });
  equal(form.value("ground"), "dark");
  form.put({});
  equal(form.wishes(), {});
});

test("beside each slider stands what it is at: a number, a share, or off", () => {
  const form = wishForm();
  form.setValue("contrast", "-40");
  form.describeSliders();
  equal(
    [...form.element.querySelectorAll("output")].map((output) => output.textContent),
    ["-40", "50%", "off"],
  );
});

test("words on a picture are moved no farther than to its edge", () => {
  equal([within(0.5, 0.4), within(0.1, 0.4), within(0.95, 0.4), within(0.1, 1.2)], [0.5, 0.2, 0.8, 0.5]);
});
