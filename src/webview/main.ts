import './styles/common.css';
import './styles/runbook.css';
import './styles/runbookText.css';
import './styles/runbookBlocks.css';
import './styles/runbookBars.css';
import './styles/runbookPanels.css';
// First: what comes after it may hold words of its own.
import './language.ts';
import { Host } from './host.ts';
import { RunbookScreen, type RunbookHost } from './runbookScreen.ts';

/** What was said to the page before it was there comes as it is loaded, or never; ms. */
const patienceMs = 100;

const host: RunbookHost = new Host();
const runbookScreen = new RunbookScreen(host, document.getElementById('app')!);
host.listen(message => runbookScreen.hear(message));
window.addEventListener('load', () => {
  setTimeout(() => {
    if (!runbookScreen.begun) host.tell({ type: 'ready' });
  }, patienceMs);
});
