interface ListCaptionProps {
  readonly list: {
    readonly totalCount: number
    readonly isStale: boolean
    readonly observedAt?: string | null
  }
}

/** Caption of the table with the number of builders, and the age of data that AWS is too slow to renew. */
export function ListCaption({ list: { totalCount, isStale, observedAt } }: ListCaptionProps) {
  return (
    <caption>
      {totalCount} image builders
      {isStale && observedAt && `, as of ${new Date(observedAt).toLocaleTimeString()}, AWS is slow`}
    </caption>
  )
}
