// Files to keep: the list of formats, and fetching one with a word about how far it is.

export function offerKinds(select, kinds, wanted) {
  const chosen = select.value || wanted;
  select.replaceChildren(...kinds.map(({ kind, label }) => new Option(label, kind)));
  if (kinds.some(({ kind }) => kind === chosen)) select.value = chosen;
}

export async function saveFile(panel, name) {
  const buttons = [...panel.root.querySelectorAll(".em-finish-go button")];
  const query = panel.query();
  if (!panel.form.elements.settings.checked) query.set("settings", "0");
  panel.say(
    name === "finished-print" ? "Preparing the print file. This takes some seconds." : "Preparing the file.",
    "busy",
  );
  for (const button of buttons) button.disabled = true;
  const answer = await fetch(panel.address(name, query)).catch(() => null);
  for (const button of buttons) button.disabled = false;
  if (!answer?.ok) {
    const told =
      answer?.status === 422 ? (await answer.json()).message : "The file could not be made. Try again in a moment.";
    return panel.say(told, "bad");
  }
  const file = /filename="([\w.-]+)"/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? "emerge.png";
  download(await answer.blob(), file);
  panel.say(`Saved as ${file}.`, "good");
}

function download(blob, file) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
