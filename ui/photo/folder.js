// What was dropped: files, and those in folders at any depth.

const MOST_FILES = 5000;

/** [{file, name}] of a drop; the name has the folders in it. */
export async function filesIn(transfer) {
  // What a drop holds is gone once its event is over, so all entries are taken before anything is waited for.
  const entries = [...(transfer?.items ?? [])].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const plain = [...(transfer?.files ?? [])].map((file) => ({ file, name: file.name }));
  if (!entries.some((entry) => entry.isDirectory)) return plain;
  const found = [];
  for (const entry of entries) await walk(entry, found);
  return found;
}

async function walk(entry, found) {
  if (found.length >= MOST_FILES) return;
  if (entry.isFile) {
    const file = await new Promise((resolve) => entry.file(resolve, () => resolve(null)));
    if (file) found.push({ file, name: entry.fullPath.replace(/^\//, "") });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (!some.length) return; // a reader gives a hundred at a time
    for (const each of some) await walk(each, found);
  }
}
