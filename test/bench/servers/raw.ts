import { createServer } from 'node:http'
import { listen } from './listen.ts'

// Upper bound of the comparison: node:http parses the body and writes prepared bytes. The argument is the answer.
const [answer = ''] = process.argv.slice(2)

const server = createServer((request, response) => {
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (chunk: string) => {
    body += chunk
  })
  request.on('end', () => {
    JSON.parse(body)
    response.setHeader('content-type', 'application/json')
    response.end(answer)
  })
})
await listen(server)
