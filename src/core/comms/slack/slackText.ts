/** A topic as it was set, of one as Slack gives it: with three escapes, and `<…>` or `<…|…>` around addresses. */
export function plainTopic(topic: string): string {
  return topic
    .replace(/<([^<>|]*)(?:\|[^<>]*)?>/g, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
