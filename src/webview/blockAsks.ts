import type { BlockActions } from './blockBar.ts';
import type { RunbookHost } from './runbookScreen.ts';

/** What a block asks of the host. `seen`: the SHA-256 of all blocks that the person sees. */
export function blockAsks(host: RunbookHost, seen: () => string): Omit<BlockActions, 'goTo' | 'nameOf'> {
  return {
    run: ({ id, sha256 }, hiddenConfirmed) => host.ask({ type: 'run', blockId: id, sha256, hiddenConfirmed }),
    stop: ({ runId }) => host.ask({ type: 'stop', runId }),
    copy: ({ id }) => host.ask({ type: 'copy', blockId: id }),
    openSource: line => host.ask({ type: 'openSource', line }),
    runSequence: ({ id }, extent) => host.ask({ type: 'runSequence', from: id, extent, sha256: seen() }),
    showTerminal: runId => host.ask({ type: 'showTerminal', runId }),
    showOutput: runId => host.ask({ type: 'showOutput', runId }),
    copyOutput: runId => host.ask({ type: 'copyOutput', runId }),
  };
}
