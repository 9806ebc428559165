/** Value that is available, or a promise of it. A field with thousands of parents must not wait for available values. */
export type MaybePromise<Value> = Value | Promise<Value>

/** Applies a function to a value: at once if it is available, else once it is. */
export function whenReady<Value, Result>(
  value: MaybePromise<Value>,
  use: (value: Value) => Result | Promise<Result>,
): MaybePromise<Result> {
  return value instanceof Promise ? value.then(use) : use(value)
}
