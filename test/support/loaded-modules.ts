import { registerHooks } from 'node:module'

// Preloaded into a child: sends the URLs of all modules that it has loaded when its parent asks.
const urls: string[] = []
registerHooks({
  load(url, context, next) {
    urls.push(url)
    return next(url, context)
  },
})
process.on('message', () => process.send?.(urls))
