/** Whether a file of that name in an incident’s folder is one that people write; what is generated beside it is not. */
export function isPostMortemName(name: string): boolean {
  return /^post-mortem(?:\.[\w.-]+)?\.md$/i.test(name) && !/\.generated(?:-\d+)?\.md$/i.test(name);
}
