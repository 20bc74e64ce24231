import '../styles/common.css';
import '../styles/timeline.css';
import '../styles/timelineEntries.css';
// First: what comes after it may hold words of its own.
import '../language.ts';
import { Host } from '../host.ts';
import { type TimelineHost, TimelineScreen } from './timelineScreen.ts';

const host: TimelineHost = new Host();
const screen = new TimelineScreen(host, document.getElementById('app')!);
host.listen(news => screen.hear(news));
