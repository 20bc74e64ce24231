import { Host } from './host.ts';
import { RunbookScreen, type RunbookHost } from './runbookScreen.ts';

const host: RunbookHost = new Host();
const runbookScreen = new RunbookScreen(host, document.getElementById('app')!);
host.listen(message => runbookScreen.hear(message));
