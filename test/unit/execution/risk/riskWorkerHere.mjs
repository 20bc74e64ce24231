// The worker from its source: built, it is dist/riskWorker.js.
import { register } from 'tsx/esm/api';

register();
await import('../../../../src/core/execution/risk/riskWorker.ts');
