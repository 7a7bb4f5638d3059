// Bundles the command for the container's image, which needs neither the library nor its types.
import { fileURLToPath } from 'node:url'
import { bundleCommand } from './bundle-command.ts'

await bundleCommand(fileURLToPath(new URL('../dist', import.meta.url)))
