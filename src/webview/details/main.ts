import '../styles/common.css';
import '../styles/details.css';
import '../styles/detailsParts.css';
import '../styles/detailsHistory.css';
// First: what comes after it may hold words of its own.
import '../language.ts';
import { Host } from '../host.ts';
import { type DetailsHost, DetailsScreen } from './detailsScreen.ts';

const host: DetailsHost = new Host();
const screen = new DetailsScreen(host, document.getElementById('app')!);
host.listen(news => screen.hear(news));
