// @ts-check
// What was dropped: files, and those in folders at any depth.

/** @typedef {{ file: File, name: string }} NamedFile  the name has the folders in it */

const MOST_FILES = 5000;

/**
 * The files of a drop.
 *
 * @param {DataTransfer | null} transfer
 * @returns {Promise<NamedFile[]>}
 */
export async function filesIn(transfer) {
  // What a drop holds is gone once its event is over, so all entries are taken before anything is waited for.
  const entries = [...(transfer?.items ?? [])].map((item) => item.webkitGetAsEntry?.() ?? null);
  const plain = [...(transfer?.files ?? [])].map((file) => ({ file, name: file.name }));
  if (!entries.some((entry) => entry?.isDirectory)) return plain;
  /** @type {NamedFile[]} */
  const found = [];
  for (const entry of entries) if (entry) await walk(entry, found);
  return found;
}

/**
 * @param {FileSystemEntry} entry
 * @param {NamedFile[]} found
 */
async function walk(entry, found) {
  if (found.length >= MOST_FILES) return;
  if (entry.isFile) {
    const file = await fileOf(/** @type {FileSystemFileEntry} */ (entry));
    if (file) found.push({ file, name: entry.fullPath.replace(/^\//, "") });
    return;
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  for (;;) {
    const some = await nextEntries(reader);
    if (!some.length) return; // a reader gives a hundred at a time
    for (const each of some) await walk(each, found);
  }
}

/**
 * @param {FileSystemFileEntry} entry
 * @returns {Promise<File | null>}
 */
function fileOf(entry) {
  return new Promise((resolve) => entry.file(resolve, () => resolve(null)));
}

/**
 * @param {FileSystemDirectoryReader} reader
 * @returns {Promise<FileSystemEntry[]>}
 */
function nextEntries(reader) {
  return new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
}
