// Asks the URL of the variable URL, whose host is looked for on this machine only, and prints the status.
const { request } = require('node:https')

const lookup = (_, options, done) =>
  options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)

request(process.env.URL, { lookup }, (answer) => {
  answer.resume()
  process.stdout.write(`${answer.statusCode}\n`)
}).end()
