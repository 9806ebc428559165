import { element } from './dom.ts'
import type { IdentityProvider } from './settings.ts'
import { parseToken, readToken, type SharedToken } from './token.ts'

/** Creates the box in which users enter the token that all tabs share. */
export function createTokenBox(
  token: SharedToken,
  { issuer, audience }: IdentityProvider,
  now: () => Date,
): HTMLElement {
  const message = element('output', { id: 'token-message' })
  // A password field would make browsers offer to store the token.
  const input = element('input', {
    id: 'token',
    type: 'text',
    className: 'secret',
    placeholder: 'Paste an access token',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: false,
  })
  input.setAttribute('aria-describedby', message.id)
  const use = element('button', { type: 'button', textContent: 'Use token', onclick: enter })
  const forget = element('button', {
    type: 'button',
    textContent: 'Forget token',
    onclick() {
      token.set(undefined)
      input.focus()
    },
  })
  const box = element('section', { className: 'token', ariaLabel: 'Access token' })
  box.append(element('label', { htmlFor: input.id, textContent: 'Token' }), input, use, forget, message)

  function enter(): void {
    const parsed = parseToken(input.value)
    if (parsed === undefined) {
      show(
        'That is not an access token. Paste a token such as eyJhbGciOi…, with or without “Bearer”.',
        'problem',
      )
      return
    }
    input.value = ''
    token.set(parsed)
  }

  function show(text: string, className: '' | 'problem' = ''): void {
    message.textContent = text
    message.className = className
  }

  function render(): void {
    const current = token.current()
    const rejection = token.rejection()
    const isAccepted = current !== undefined && rejection === undefined
    box.classList.toggle('entered', isAccepted)
    input.hidden = isAccepted
    use.hidden = isAccepted
    forget.hidden = !isAccepted
    const wanted = `token issued by ${issuer} for the audience ${audience}.`
    if (rejection !== undefined) show(`${withPeriod(rejection)} Paste a ${wanted}`, 'problem')
    else if (current !== undefined) show(describe(current, now()))
    else show(`This gateway requires an access ${wanted} It stays in the memory of this page.`)
  }

  input.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter') enter()
  })
  // A pasted token is complete.
  input.addEventListener('paste', () => setTimeout(enter))
  token.onChange(render)
  render()
  return box
}

function describe(token: string, now: Date): string {
  const { subject, expiresAt } = readToken(token)
  const who = subject === undefined ? 'Used by all tabs' : `Used by all tabs as ${subject}`
  if (expiresAt === undefined) return who
  const time = expiresAt.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  const date =
    expiresAt.toDateString() === now.toDateString() ? '' : `${expiresAt.toLocaleDateString('en-CA')} `
  return `${who}, ${expiresAt > now ? 'expires' : 'expired'} ${date}${time}`
}

function withPeriod(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
