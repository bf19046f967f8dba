/** The exchange as screens see it: connectors, their runs, rejected rows, uploads. */
export {}
