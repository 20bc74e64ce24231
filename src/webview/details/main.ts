import '../styles/common.css';
import '../styles/details.css';
import { Host } from '../host.ts';
import { type DetailsHost, DetailsScreen } from './detailsScreen.ts';

const host: DetailsHost = new Host();
const screen = new DetailsScreen(host, document.getElementById('app')!);
host.listen(news => screen.hear(news));
