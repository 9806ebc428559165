/** Runs the same random cases each time. `SEED` sets others. */
export const seeded = { seed: Number(process.env['SEED'] ?? 1) }
