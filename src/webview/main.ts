import { Host } from './host.ts';
import { RunbookScreen } from './runbookScreen.ts';

const host = new Host();
const runbookScreen = new RunbookScreen(host, document.getElementById('app')!);
host.listen(message => runbookScreen.hear(message));
