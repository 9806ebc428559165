import { knownTime } from '../../appstream/model/model.ts'
import { type Session, sessionKind } from '../../inventory/sessions.ts'
import { builder } from '../builder.ts'
import { fixedOrdering, type Orderings } from '../connection/order.ts'
import { OrderDirection } from '../connection/type.ts'

const FIELDS: Readonly<Record<string, (session: Session) => Date | undefined>> = {
  START_TIME: ({ aws }) => aws.StartTime,
  MAX_EXPIRATION_TIME: ({ aws }) => aws.MaxExpirationTime,
}

const orderings = new Map(
  Object.entries(FIELDS).flatMap(([field, timeOf]) =>
    (['ASC', 'DESC'] as const).map((direction) => {
      const order = `${field} ${direction}`
      const ordering = {
        kind: sessionKind.name,
        order,
        direction,
        // The key starts with the session id, which breaks ties.
        keysetOf: (session: Session) => ({
          value: knownTime(timeOf(session)) ?? null,
          key: sessionKind.keyOf(session),
        }),
      }
      return [order, fixedOrdering<Session>(ordering)] as const
    }),
  ),
)

/** Returns the requested ordering. Default: by start time, descending. */
export const sessionOrderings: Orderings<Session> = (order) => {
  const { field, direction } = order ?? { field: 'START_TIME', direction: 'DESC' }
  const ordering = orderings.get(`${field} ${direction}`)
  if (ordering === undefined) throw new Error(`No ordering is defined for ${field} ${direction}.`)
  return ordering
}

const OrderField = builder.enumType('AppStreamSessionOrderField', {
  description: 'Sort fields of sessions. Sessions without a value come last in both directions.',
  values: {
    START_TIME: { description: 'Start time.' },
    MAX_EXPIRATION_TIME: { description: 'Latest possible end of the session.' },
  },
})

/** Input type of the sort order. */
export const SessionOrder = builder.inputType('AppStreamSessionOrder', {
  description: 'Sort order of sessions. Ties are broken by session ID.',
  fields: (t) => ({
    field: t.field({ type: OrderField, required: true, description: 'Sort field.' }),
    direction: t.field({ type: OrderDirection, required: true, description: 'Sort direction.' }),
  }),
})
