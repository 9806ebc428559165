interface TokenBoxProps {
  /** True if the page sends a token. */
  readonly hasToken: boolean
  readonly onToken: (token: string) => void
}

/** Box for an access token, with or without `Bearer`. It never stores the token, so that a reload forgets it. */
export function TokenBox({ hasToken, onToken }: TokenBoxProps) {
  return (
    <form
      className="token"
      onSubmit={(event) => {
        event.preventDefault()
        const form = event.currentTarget
        const text = String(new FormData(form).get('token'))
        onToken(text.trim().replace(/^Bearer\s+/i, ''))
        form.reset()
      }}
    >
      <label htmlFor="token">Access token</label>
      {/* Not a password field, which browsers would offer to store. */}
      <input
        id="token"
        name="token"
        className="secret"
        required
        autoComplete="off"
        spellCheck={false}
        placeholder={hasToken ? 'in use' : 'if required'}
      />
      <button type="submit">Use token</button>
    </form>
  )
}
