import { config } from '@vscode/l10n';
import * as vscode from 'vscode';

// What the core says to people is in the language of VS Code too. The core knows no VS Code, so it is given the words.
if (vscode.l10n.bundle) config({ contents: vscode.l10n.bundle });
