import { type ReactNode, useEffect, useRef } from 'react'

interface DetailDialogProps {
  readonly onClose: () => void
  /** Content with a heading whose id is `detail`. */
  readonly children: ReactNode
}

/** Modal dialog. Escape and its button close it, and the browser returns the focus to the element that opened it. */
export function DetailDialog({ onClose, children }: DetailDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    // In development, StrictMode runs effects twice.
    if (!dialog.current?.open) dialog.current?.showModal()
  }, [])
  return (
    <dialog ref={dialog} aria-labelledby="detail" onClose={onClose}>
      {children}
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  )
}
