// Node’s own, in the place of the package `form-data`, which axios brings along for forms that nobody sends here, and which
// brings a table of all file types with it (140 KB).
export default globalThis.FormData;
