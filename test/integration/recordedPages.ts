import type * as vscode from 'vscode';

/** Hears everything that is sent to webviews from now on. */
export function recordPages(window: unknown, hear: (text: string) => void): () => void {
  const target = window as { createWebviewPanel: typeof vscode.window.createWebviewPanel };
  const original = target.createWebviewPanel;
  target.createWebviewPanel = (...args) => {
    const panel = original.apply(window, args);
    const { webview } = panel;
    const post = webview.postMessage.bind(webview);
    const recording = new Proxy(webview, {
      get(_, name) {
        if (name === 'postMessage') {
          return (message: unknown) => {
            hear(JSON.stringify(message));
            return post(message);
          };
        }
        const value: unknown = Reflect.get(webview, name, webview);
        return typeof value === 'function' ? (value.bind(webview) as unknown) : value;
      },
      set: (_, name, value) => Reflect.set(webview, name, value, webview),
    });
    return new Proxy(panel, {
      get(_, name) {
        if (name === 'webview') return recording;
        const value: unknown = Reflect.get(panel, name, panel);
        return typeof value === 'function' ? (value.bind(panel) as unknown) : value;
      },
      set: (_, name, value) => Reflect.set(panel, name, value, panel),
    });
  };
  return () => (target.createWebviewPanel = original);
}
