// @ts-check
// A file on its way to the server, by Gradio's own route for uploads.

/**
 * The path under which the server has the file; "" where it has not.
 *
 * @param {File} file
 * @returns {Promise<string>}
 */
export async function upload(file) {
  const body = new FormData();
  body.append("files", file, file.name);
  const address = new URL("gradio_api/upload", document.baseURI);
  const answer = await fetch(address, { method: "POST", body }).catch(() => null);
  const paths = answer?.ok ? await answer.json().catch(() => []) : [];
  return typeof paths[0] === "string" ? paths[0] : "";
}
