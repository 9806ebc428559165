/**
 * Reads a response to its end.
 * @param onText receives the text so far after each chunk.
 */
export async function readUntilBroken(
  { body }: Response,
  onText: (text: string) => void = () => {},
): Promise<{ readonly text: string; readonly broken: boolean }> {
  let text = ''
  try {
    for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk
      onText(text)
    }
    return { text, broken: false }
  } catch {
    return { text, broken: true }
  }
}
