"""What a user of pyzeebe does, call by call. Prints `ok <call>` or `FAILED <call>: <why>`; the runner counts."""
import asyncio
import sys

from pyzeebe import Job, ZeebeClient, ZeebeWorker, create_insecure_channel
from pyzeebe.errors import BusinessError, ProcessDefinitionNotFoundError, ProcessInstanceNotFoundError

address, folder = sys.argv[1], sys.argv[2]


async def call(name, work):
    try:
        answer = await work
        print("ok", name, flush=True)
        return answer
    except Exception as error:  # noqa: BLE001 - whatever it is, the runner must hear of it
        print(f"FAILED {name}: {type(error).__name__}: {error}", flush=True)
        return None


async def refused(name, work, expected):
    try:
        await work
        print(f"FAILED {name}: was not refused", flush=True)
    except expected:
        print("ok", name, flush=True)
    except Exception as error:  # noqa: BLE001
        print(f"FAILED {name}: {type(error).__name__}: {error}", flush=True)


async def main():
    channel = create_insecure_channel(grpc_address=address)
    client = ZeebeClient(channel)
    worker = ZeebeWorker(channel)
    seen = {"failed": 0}

    @worker.task(task_type="double", timeout_ms=5000)
    async def double(n: int) -> dict:
        return {"doubled": n * 2}

    @worker.task(task_type="refuse")
    async def refuse(job: Job) -> dict:
        raise BusinessError("REFUSED", "not today")

    @worker.task(task_type="stumble")
    async def stumble(job: Job) -> dict:
        seen["failed"] += 1
        if seen["failed"] == 1:
            raise RuntimeError("once")
        return {"stumbled": seen["failed"]}

    topology = await call("topology", client.topology())
    if topology and topology.cluster_size != 1:
        print(f"FAILED topology: {topology.cluster_size} brokers", flush=True)
    await call("healthcheck", client.healthcheck())
    files = [f"{folder}/{name}" for name in ("work.bpmn", "told.bpmn", "decision.dmn")]
    deployed = await call("deploy", client.deploy_resource(*files))
    working = asyncio.create_task(worker.work())
    result = await call(
        "run with result: complete, fail and retry, business error",
        client.run_process_with_result("work", {"n": 21}, timeout=20_000),
    )
    if result and (result.variables.get("doubled"), result.variables.get("stumbled")) != (42, 2):
        print(f"FAILED variables: {result.variables}", flush=True)
    created = await call("run process", client.run_process("told", {"key": "py-1"}))
    await call("publish message", client.publish_message("told", "py-1", {"heard": True}, time_to_live_in_milliseconds=5000))
    second = await call("run process again", client.run_process("told", {"key": "py-2"}))
    if created and second:
        await call("cancel", client.cancel_process_instance(second.process_instance_key))
        await refused(
            "cancel twice", client.cancel_process_instance(second.process_instance_key), ProcessInstanceNotFoundError
        )
    await call("broadcast signal", client.broadcast_signal("horn", {}))
    decided = await call("evaluate decision", client.evaluate_decision(None, "size", {"n": 12}))
    if decided and str(decided.decision_output).strip('"') != "large":
        print(f"FAILED decision: {decided.decision_output}", flush=True)
    await refused("unknown process", client.run_process("nowhere"), ProcessDefinitionNotFoundError)
    await worker.stop()
    working.cancel()
    await channel.close()


asyncio.run(asyncio.wait_for(main(), 90))
