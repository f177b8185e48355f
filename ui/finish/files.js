// @ts-check
// Files to keep: the list of formats, and fetching one with a word about how far it is.

import { findAll, make } from "../gradio_kit/elements.js";

/**
 * @param {HTMLSelectElement} select
 * @param {{ kind: string, label: string }[]} kinds
 * @param {string} wanted  what is chosen where nothing is yet
 */
export function offerKinds(select, kinds, wanted) {
  const chosen = select.value || wanted;
  select.replaceChildren(...kinds.map(({ kind, label }) => new Option(label, kind)));
  if (kinds.some(({ kind }) => kind === chosen)) select.value = chosen;
}

/**
 * @param {import("./finish.js").FinishPanel} panel
 * @param {string} name
 */
export async function saveFile(panel, name) {
  const buttons = findAll(panel.root, ".em-finish-go button", HTMLButtonElement);
  const query = panel.query();
  if (!panel.form.checkbox("settings").checked) query.set("settings", "0");
  const isPrint = name === "finished-print";
  panel.say(isPrint ? "Preparing the print file. This takes some seconds." : "Preparing the file.", "busy");
  for (const button of buttons) button.disabled = true;
  const answer = await fetch(panel.address(name, query)).catch(() => null);
  for (const button of buttons) button.disabled = false;
  if (!answer?.ok) return panel.say(await reasonIn(answer), "bad");
  const file = /filename="([\w.-]+)"/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? "emerge.png";
  download(await answer.blob(), file);
  panel.say(`Saved as ${file}.`, "good");
}

/**
 * @param {Response | null} answer
 * @returns {Promise<string>}
 */
async function reasonIn(answer) {
  if (answer?.status === 422) return (await answer.json()).message;
  return "The file could not be made. Try again in a moment.";
}

/**
 * @param {Blob} blob
 * @param {string} file
 */
function download(blob, file) {
  const link = make("a", { href: URL.createObjectURL(blob), download: file });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
