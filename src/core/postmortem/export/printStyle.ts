/** Reads well on any screen, and on paper: no row is torn in two, heads of tables come again on each page. */
export const printStyle = `:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.5rem 4rem; }
h1, h2, h3, h4 { line-height: 1.25; margin: 2em 0 0.5em; }
h1 { margin-top: 0; }
table { border-collapse: collapse; width: 100%; font-size: 0.9em; }
th, td { border: 1px solid #8886; padding: 0.3em 0.6em; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #8882; }
code { font: 0.9em ui-monospace, monospace; overflow-wrap: anywhere; }
pre { background: #8882; padding: 0.8em; white-space: pre-wrap; overflow-wrap: anywhere; }
img { max-width: 100%; height: auto; background: #fff; }
blockquote { margin-left: 0; padding-left: 1em; border-left: 3px solid #8886; }
@page { margin: 18mm 15mm; }
@media print {
  :root { color-scheme: light; }
  body { font-size: 10pt; color: #000; background: #fff; }
  main { max-width: none; padding: 0; }
  h1, h2, h3, h4 { break-after: avoid; }
  thead { display: table-header-group; }
  tr, img, pre { break-inside: avoid; }
  a { color: inherit; }
}
`;
