import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { Disposable } from '../../core/events.ts';
import type { AttentionSource } from '../../core/incidents/cadence.ts';
import type { DetailsAction } from '../../core/incidents/details/detailsActions.ts';
import { DetailsModel, type DetailsModelParts } from '../../core/incidents/details/detailsModel.ts';
import { tabTitle } from '../../core/incidents/details/headerView.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import { type FromDetails, parseFromDetails, type ToDetails } from '../../protocol/details.ts';
import type { CommandId } from '../contributed.ts';
import { DisposableStore } from '../disposables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import { holdWhileVisible } from '../holdWhileVisible.ts';
import { type RequestOf, ScreenChannel } from '../screenChannel.ts';
import { webviewPage } from '../webviewPage.ts';

/** Runs one of our commands for one incident, as a menu of the tree would. */
export type CommandRunner = (command: CommandId, incident: Incident) => Thenable<unknown>;

export interface DetailsPanelParts extends Omit<DetailsModelParts, 'tell' | 'sentence' | 'log'> {
  readonly boundary: ErrorBoundary;
  readonly extensionUri: vscode.Uri;
  readonly run: CommandRunner;
  /** Called whenever the person comes to it. */
  readonly onFocus: (incident: Incident) => void;
  /** While somebody looks at it the incidents are polled as often as they may be; what others add is read for them alone. */
  readonly attention: AttentionSource & { hold(): Disposable };
}

/** The webview never names a command: it names one of these. */
const commands: { readonly [A in DetailsAction]: CommandId } = {
  acknowledge: 'onCall.acknowledge',
  resolve: 'onCall.resolve',
  addNote: 'onCall.addNote',
  openRunbook: 'onCall.openRunbook',
  joinBridge: 'onCall.joinBridge',
  resolveWithNote: 'onCall.resolveWithNote',
  snooze: 'onCall.snooze',
  escalate: 'onCall.escalate',
  reassign: 'onCall.reassign',
  addResponders: 'onCall.addResponders',
  sendStatusUpdate: 'onCall.sendStatusUpdate',
  setPriority: 'onCall.setPriority',
  setUrgency: 'onCall.setUrgency',
  editTitle: 'onCall.editTitle',
  merge: 'onCall.merge',
  startWorkflow: 'onCall.startWorkflow',
  retrigger: 'onCall.retrigger',
  chooseRunbook: 'onCall.chooseRunbook',
  showSuspectChanges: 'onCall.showSuspectChanges',
  addTimelineEntry: 'onCall.addTimelineEntry',
  openTimeline: 'onCall.openTimeline',
  generatePostMortem: 'onCall.generatePostMortem',
  openInBrowser: 'onCall.openInBrowser',
};

/** The details of one incident in a webview. The model holds the truth; the webview is a view of it. */
export class DetailsPanel implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #channel: ScreenChannel<FromDetails, ToDetails>;
  readonly #model: DetailsModel;

  constructor(
    private readonly parts: DetailsPanelParts,
    private readonly panel: vscode.WebviewPanel,
    incident: Incident,
  ) {
    const { boundary } = parts;
    this.#owned.add(panel);
    this.#channel = this.#owned.add(
      new ScreenChannel<FromDetails, ToDetails>(panel, {
        name: () => `the details of ${this.#model.incident.key}`,
        boundary,
        parse: parseFromDetails,
        begin: () => this.#model.tellAll(),
        handle: request => this.#handle(request),
      }),
    );
    this.#owned.add(panel.onDidChangeViewState(() => this.#look()));
    this.#owned.add(holdWhileVisible(panel, () => parts.attention.hold()));
    this.#owned.add(parts.attention.onDidChange(() => this.#attend()));
    // An open panel holds the attention, so that coming back to the window changes nothing in it.
    this.#owned.add(
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.#attend();
      }),
    );
    this.#model = this.#owned.add(
      new DetailsModel(
        {
          ...parts,
          sentence: error => boundary.sentence(error),
          log: (what, error) => boundary.log(what, error),
          tell: news => {
            if (news.type === 'header') panel.title = tabTitle(news.header);
            this.#channel.post(news);
          },
        },
        incident,
      ),
    );
    panel.webview.html = webviewPage(parts.extensionUri, {
      name: 'details',
      title: 'On-Call: Incident Details',
    });
    this.#look();
  }

  reveal(): void {
    this.panel.reveal();
    this.#attend();
    this.parts.onFocus(this.#model.incident);
  }

  accountsChanged(): void {
    this.#model.accountsChanged();
  }

  responseChanged(): void {
    this.#model.responseChanged();
  }

  refresh(): void {
    this.#model.refresh();
  }

  /** What others may have added, once more. */
  readChanging(): void {
    this.#model.readChanging();
  }

  #look(): void {
    const { visible, active } = this.panel;
    if (!visible) this.#channel.hidden();
    this.#attend();
    if (active) this.parts.onFocus(this.#model.incident);
  }

  /** Which incident a person works with does not follow from it. */
  #attend(): void {
    const { visible } = this.panel;
    this.#model.look(visible, visible && this.parts.attention.state === 'looked');
  }

  async #handle(message: RequestOf<FromDetails>): Promise<void> {
    switch (message.type) {
      case 'act':
        await this.parts.run(commands[message.action], this.#model.incident);
        return;
      case 'copy':
        return vscode.env.clipboard.writeText(known(this.#model.text(message.copy)));
      case 'copyLog':
        return vscode.env.clipboard.writeText(this.#model.logText());
      case 'open':
        // VS Code itself shows the address and asks, unless the person trusted the site before.
        await vscode.env.openExternal(vscode.Uri.parse(known(this.#model.address(message.open)), true));
        return;
      case 'retry':
        return this.#model.retry(message.part);
      case 'refresh':
        return this.#model.refresh();
    }
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function known(text: string | undefined): string {
  if (text !== undefined) return text;
  throw new NotPossibleError(
    vscode.l10n.t('That is no longer on the screen.'),
    vscode.l10n.t('Close the details and open them again.'),
  );
}
