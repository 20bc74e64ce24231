// What every other script begins with: the right Node, and the packages of the lock file, which a fresh clone lacks. As
// a process of its own before whatever loads packages (`node scripts/ready.mjs && …`), else as the first import.
import { fileURLToPath } from 'node:url';
import { requireNode, requirePackages } from './dependencies.mjs';

requireNode();
await requirePackages(fileURLToPath(new URL('..', import.meta.url)));
