// Every operation of Stream's API. A resource exports its routes from its own folder, and is added here.
import { appRoutes } from './app/app.ts'
import { callTypeRoutes } from './call-types/call-types.ts'
import { callRoutes } from './calls/routes.ts'
import { chatRoutes } from './chat/channels.ts'
import { edgeRoutes } from './edges/edges.ts'
import { egressRoutes } from './egress/routes.ts'
import { rateLimitsRoute } from './rate-limits-route.ts'
import type { Route } from './route.ts'
import { storageRoutes } from './storages/routes.ts'
import { taskRoutes } from './tasks/tasks.ts'
import { userRoutes } from './users/routes.ts'

const resources: readonly Route[] = [
  ...appRoutes,
  ...callTypeRoutes,
  ...callRoutes,
  ...chatRoutes,
  ...edgeRoutes,
  ...egressRoutes,
  ...storageRoutes,
  ...taskRoutes,
  ...userRoutes,
]

export const routes: readonly Route[] = [...resources, rateLimitsRoute(resources.map(({ operation }) => operation))]
