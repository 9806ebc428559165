// Preloaded into every child: it ends with the one who started it, also where that one was killed.
process.once('disconnect', () => process.exit())
