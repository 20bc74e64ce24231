/** In VS Code’s SecretStorage: the list of accounts with their keys (earlier: one account). */
export const accountsSecret = 'onCall.pagerDuty';
