/** VS Code draws icons in labels: `$(name)`. A zero-width space keeps it text. */
export function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$\u200b(');
}

/**
 * VS Code makes links of `[text](address)` in messages and below input boxes, and opens `command:` ones too. What an
 * incident, an alert, a runbook or a provider says must never become one: a zero-width space keeps it text.
 */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', ']\u200b(');
}
