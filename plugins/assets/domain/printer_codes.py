"""Names of the numbers in Printer-MIB and HOST-RESOURCES-MIB: RFC 3805 (IANA-PRINTER-MIB) and RFC 2790."""

ERROR_BITS = {
    "lowPaper": 0,
    "noPaper": 1,
    "lowToner": 2,
    "noToner": 3,
    "doorOpen": 4,
    "jammed": 5,
    "offline": 6,
    "serviceRequested": 7,
    "inputTrayMissing": 8,
    "outputTrayMissing": 9,
    "markerSupplyMissing": 10,
    "outputNearFull": 11,
    "outputFull": 12,
    "inputTrayEmpty": 13,
    "overduePreventMaint": 14,
}
ALERT_SEVERITIES = {1: "other", 3: "critical", 4: "warning", 5: "warningBinaryChangeEvent"}
ALERT_GROUPS = {
    1: "other",
    3: "hostResourcesMIBStorageTable",
    4: "hostResourcesMIBDeviceTable",
    5: "generalPrinter",
    6: "cover",
    7: "localization",
    8: "input",
    9: "output",
    10: "marker",
    11: "markerSupplies",
    12: "markerColorant",
    13: "mediaPath",
    14: "channel",
    15: "interpreter",
    16: "consoleDisplayBuffer",
    17: "consoleLights",
    18: "alert",
    30: "finDevice",
    31: "finSupply",
    32: "finSupplyMediaInput",
    33: "finAttribute",
}

_CODES = {
    1: "other unknown coverOpen coverClosed interlockOpen interlockClosed configurationChange jam subunitMissing "
    "subunitLifeAlmostOver subunitLifeOver subunitAlmostEmpty subunitEmpty subunitAlmostFull subunitFull "
    "subunitNearLimit subunitAtLimit subunitOpened subunitClosed subunitTurnedOn subunitTurnedOff subunitOffline "
    "subunitPowerSaver subunitWarmingUp subunitAdded subunitRemoved subunitResourceAdded subunitResourceRemoved "
    "subunitRecoverableFailure subunitUnrecoverableFailure subunitRecoverableStorageError "
    "subunitUnrecoverableStorageError subunitMotorFailure subunitMemoryExhausted subunitUnderTemperature "
    "subunitOverTemperature subunitTimingFailure subunitThermistorFailure",
    501: "doorOpen doorClosed powerUp powerDown printerNMSReset printerManualReset printerReadyToPrint",
    801: "inputMediaTrayMissing inputMediaSizeChange inputMediaWeightChange inputMediaTypeChange "
    "inputMediaColorChange inputMediaFormPartsChange inputMediaSupplyLow inputMediaSupplyEmpty "
    "inputMediaChangeRequest inputManualInputRequest inputTrayPositionFailure inputTrayElevationFailure "
    "inputCannotFeedSizeSelected",
    901: "outputMediaTrayMissing outputMediaTrayAlmostFull outputMediaTrayFull outputMailboxSelectFailure",
    1001: "markerFuserUnderTemperature markerFuserOverTemperature markerFuserTimingFailure "
    "markerFuserThermistorFailure markerAdjustingPrintQuality",
    1101: "markerTonerEmpty markerInkEmpty markerPrintRibbonEmpty markerTonerAlmostEmpty markerInkAlmostEmpty "
    "markerPrintRibbonAlmostEmpty markerWasteTonerReceptacleAlmostFull markerWasteInkReceptacleAlmostFull "
    "markerWasteTonerReceptacleFull markerWasteInkReceptacleFull markerOpcLifeAlmostOver markerOpcLifeOver "
    "markerDeveloperAlmostEmpty markerDeveloperEmpty markerTonerCartridgeMissing",
    1301: "mediaPathMediaTrayMissing mediaPathMediaTrayAlmostFull mediaPathMediaTrayFull "
    "mediaPathCannotDuplexMediaSelected",
    1501: "interpreterMemoryIncrease interpreterMemoryDecrease interpreterCartridgeAdded interpreterCartridgeDeleted "
    "interpreterResourceAdded interpreterResourceDeleted interpreterResourceUnavailable",
    1509: "interpreterComplexPageEncountered",
    1801: "alertRemovalOfBinaryChangeEntry",
}
ALERT_CODES = {code: name for first, names in _CODES.items() for code, name in enumerate(names.split(), start=first)}
