import { config } from '@vscode/l10n';

/** As the host writes them into the page; there are none where the page is in English. */
const words = document.getElementById('words')?.textContent;
if (words) config({ contents: words });
