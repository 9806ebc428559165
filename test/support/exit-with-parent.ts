// Preloaded into every child: exits with its parent, even if the parent was killed.
process.once('disconnect', () => process.exit())
