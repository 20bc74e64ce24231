// Packs a folder into a .vsix without a word; the packager itself speaks of every step.
import { createVSIX } from '@vscode/vsce';

/**
 * @param {string} folder with package.json and everything else already in place
 * @param {string} vsix where the package goes
 */
export async function packFolder(folder, vsix) {
  const { log, warn } = console;
  console.log = console.warn = () => {};
  try {
    await createVSIX({
      cwd: folder,
      packagePath: vsix,
      dependencies: false,
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
      skipLicense: true,
    });
  } finally {
    Object.assign(console, { log, warn });
  }
}
